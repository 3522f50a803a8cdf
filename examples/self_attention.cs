// Self-attention from scratch: every word of a sentence asks all words of the same sentence.
//
//     dotnet run examples/self_attention.cs
//
// Queries, keys and values all come from one sequence x, each by a matrix of its own:
//
//     q = x Wq    what a word looks for
//     k = x Wk    what a word is found by
//     v = x Wv    what a word hands out
//
//     output = softmax(q k^T / sqrt(d) + mask) v
//
// In a transformer the three matrices are learnt. Here they are written by hand, with few enough numbers to read them all.
#:project ../src/Heed/Heed.csproj
#:project ../src/Heed.Figures/Heed.Figures.csproj
using Heed.Attention;
using Heed.Figures;

string[] words = ["Ann", "poured", "tea", "and", "she", "drank", "it"];

// What is known of each word before it has looked at any other.
string[] features = ["person", "thing", "action", "she-word", "it-word"];
float[,] x =                // [seqLen, modelDim] = [7, 5]
{
    { 1, 0, 0, 0, 0 },      // Ann
    { 0, 0, 1, 0, 0 },      // poured
    { 0, 1, 0, 0, 0 },      // tea
    { 0, 0, 0, 0, 0 },      // and
    { 0, 0, 0, 1, 0 },      // she
    { 0, 0, 1, 0, 0 },      // drank
    { 0, 0, 0, 0, 1 },      // it
};

// Row: a feature that a word has. Column: a feature that it therefore looks for, and how urgently.
float[,] Wq =               // [modelDim, headDim] = [5, 5]
{
    { 0, 0, 4, 0, 0 },      // a person looks for an action,
    { 0, 0, 4, 0, 0 },      // so does a thing;
    { 6, 9, 0, 0, 0 },      // an action looks for a person and, more urgently, for a thing;
    { 9, 0, 0, 0, 0 },      // "she" looks for a person,
    { 0, 9, 0, 0, 0 },      // "it" for a thing.
};

// A word is found by the features that it has, and it hands out the same: these two leave x as it is.
float[,] Wk = Identity(5);  // [modelDim, headDim]
float[,] Wv = Identity(5);  // [modelDim, valueDim]

var causal = true;          // Change this line: with false, "poured" sees "tea", the word after it.

var (seqLen, headDim) = (words.Length, Wq.GetLength(1));
var q = Multiply(x, Wq);                    // [n, m] x [m, d] -> [n, d]
var k = Multiply(x, Wk);                    // [n, m] x [m, d] -> [n, d]
var v = Multiply(x, Wv);                    // [n, m] x [m, v] -> [n, v]

// Every query meets every key. The causal mask hides what comes later, as a model that writes word after word needs it: a score of
// minus infinity becomes a weight of exactly 0.
var scores = Multiply(q, Transpose(k));     // [n, d] x [d, n] -> [n, n]
for (var i = 0; i < seqLen; i++)
{
    for (var j = 0; j < seqLen; j++)
    {
        scores[i, j] = causal && j > i ? float.NegativeInfinity : scores[i, j] / MathF.Sqrt(headDim);
    }
}

var weights = Softmax(scores);              // over the keys: [n, n] -> [n, n]
var output = Multiply(weights, v);          // [n, n] x [n, v] -> [n, v]

Console.WriteLine("Who looks (row) at whom (column):");
Console.WriteLine();
Console.WriteLine($"{"",-8}{string.Concat(words.Select(word => $"{word,8}"))}");
for (var i = 0; i < seqLen; i++)
{
    Console.WriteLine($"{words[i],-8}{string.Concat(Row(weights, i).Select(weight => weight == 0 ? "       ." : $"{weight,8:F3}"))}");
}

Console.WriteLine();
Console.WriteLine("What a word is before it has looked, what it looks for, and what it has found:");
Console.WriteLine();
Console.WriteLine($"{"",-8}{"x",-12}{"q",-26}output");
for (var i = 0; i < seqLen; i++)
{
    Console.WriteLine($"{words[i],-8}{InWords(x, i),-12}{InWords(q, i),-26}{InWords(output, i)}");
}

// The library's own, over the same numbers: it hides the same keys, and never makes the matrix of weights.
var heed = new float[seqLen * headDim];
ScaledDotProductAttention.Forward(
    Flat(q), Flat(k), Flat(v), heed,
    new AttentionSizes { Batch = 1, NumHeads = 1, QueryLen = seqLen, KeyLen = seqLen, HeadDim = headDim },
    new AttentionOptions { Mask = causal ? AttentionMask.Causal : AttentionMask.None });
var difference = Flat(output).Zip(heed, (ours, theirs) => MathF.Abs(ours - theirs)).Max();
Console.WriteLine();
Console.WriteLine($"Heed's ScaledDotProductAttention gives the same numbers: {(difference < 1e-5f ? "yes" : $"no, they differ by {difference}")}");

HeatMap.Draw(
    Flat(weights), words, words, "Self-attention",
    "Row i shows how word i spreads its attention over the words of its own sentence: softmax(q · k / √d)."
    + (causal ? " Later words are hidden by the causal mask." : ""))
    .Save("self_attention.svg");
Console.WriteLine("Picture: self_attention.svg, in this folder");

// The arithmetic, as plain loops.

static float[,] Multiply(float[,] a, float[,] b)            // [n, m] x [m, p] -> [n, p]
{
    var product = new float[a.GetLength(0), b.GetLength(1)];
    for (var i = 0; i < a.GetLength(0); i++)
    {
        for (var j = 0; j < b.GetLength(1); j++)
        {
            for (var c = 0; c < b.GetLength(0); c++)
            {
                product[i, j] += a[i, c] * b[c, j];
            }
        }
    }

    return product;
}

static float[,] Transpose(float[,] a)                       // [n, m] -> [m, n]
{
    var turned = new float[a.GetLength(1), a.GetLength(0)];
    for (var i = 0; i < a.GetLength(0); i++)
    {
        for (var j = 0; j < a.GetLength(1); j++)
        {
            turned[j, i] = a[i, j];
        }
    }

    return turned;
}

static float[,] Softmax(float[,] scores)                    // each row: exp(s_j) / sum_j exp(s_j)
{
    var weights = new float[scores.GetLength(0), scores.GetLength(1)];
    for (var i = 0; i < scores.GetLength(0); i++)
    {
        var largest = Row(scores, i).Max();                 // taken away from all, it changes nothing but keeps exp in range
        var sum = Row(scores, i).Sum(score => MathF.Exp(score - largest));
        for (var j = 0; j < scores.GetLength(1); j++)
        {
            weights[i, j] = MathF.Exp(scores[i, j] - largest) / sum;
        }
    }

    return weights;
}

static float[,] Identity(int size)                          // [size, size]
{
    var matrix = new float[size, size];
    for (var i = 0; i < size; i++)
    {
        matrix[i, i] = 1;
    }

    return matrix;
}

static float[] Row(float[,] a, int i) => [.. Enumerable.Range(0, a.GetLength(1)).Select(j => a[i, j])];

static float[] Flat(float[,] a) => [.. a.Cast<float>()];    // [n, m] -> [n * m], row after row

string InWords(float[,] rows, int i)
{
    var parts = Row(rows, i).Zip(features).Where(part => part.First >= 0.005f).OrderByDescending(part => part.First);
    return parts.Any() ? string.Join(", ", parts.Select(part => $"{part.First:0.##} {part.Second}")) : "nothing";
}
