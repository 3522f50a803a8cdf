// Basic attention: a lookup that answers with a mixture.
//
//     dotnet run examples/basic_attention.cs
//
// A dictionary compares your query with its keys and hands out the value of the one key that is equal. Attention compares, too, but
// it hands out a little of every value: much where query and key fit, little where they do not. That is all of it:
//
//     score_ij  = q_i . k_j / sqrt(d)               how well key j answers query i
//     weight_ij = exp(score_ij) / sum_j exp(score_ij)    the scores of a query as shares of 1: softmax
//     output_i  = sum_j weight_ij v_j               the values, mixed by these shares
#:project ../src/Heed/Heed.csproj
#:project ../src/Heed.Figures/Heed.Figures.csproj
using Heed.Attention;
using Heed.Figures;

// The sentence: "the cat drank the milk because it was ...". What does "it" mean? That depends on how the sentence ends, so we ask
// twice. Each word has a key: how much it is a noun, alive, food, an action. In a trained model such numbers are learnt; these are
// made by hand so that you can check every one.
string[] words = ["the", "cat", "drank", "the", "milk"];
float[,] keys =                     // [keyLen, headDim] = [5, 4]
{
    // noun  alive  food  action
    { 0.0f,  0.0f,  0.0f,  0.0f },  // the
    { 2.0f,  3.0f,  0.0f,  0.0f },  // cat
    { 0.0f,  1.0f,  1.0f,  3.0f },  // drank
    { 0.0f,  0.0f,  0.0f,  0.0f },  // the
    { 2.0f,  0.0f,  3.0f,  0.0f },  // milk
};

// What a word hands out if it is looked at.
string[] meanings = ["an animal", "a drink", "an action", "grammar"];
float[,] values =                   // [keyLen, valueDim] = [5, 4]
{
    { 0, 0, 0, 1 },                 // the
    { 1, 0, 0, 0 },                 // cat
    { 0, 0, 1, 0 },                 // drank
    { 0, 0, 0, 1 },                 // the
    { 0, 1, 0, 0 },                 // milk
};

// "it was thirsty" looks for a noun that is alive; "it was warm" for a noun that is food.
string[] endings = ["it was thirsty", "it was warm"];
float[,] queries =                  // [queryLen, headDim] = [2, 4]
{
    { 1.0f,  2.0f,  0.0f,  0.0f },
    { 1.0f,  0.0f,  2.0f,  0.0f },
};

var (queryLen, keyLen, headDim, valueDim) = (endings.Length, words.Length, keys.GetLength(1), values.GetLength(1));

const float sharpness = 1;          // Change this line: with 0 every word gets the same, with 10 one word gets all.
var scale = sharpness / MathF.Sqrt(headDim);

// 1. Scores: a dot product is large where query and key are large in the same places. Sums of many products grow with the number of
//    products; dividing by sqrt(d) keeps scores of one size for narrow and wide keys.
var scores = new float[queryLen, keyLen];                       // [q, d] x [k, d]^T -> [q, k]
for (var i = 0; i < queryLen; i++)
{
    for (var j = 0; j < keyLen; j++)
    {
        for (var c = 0; c < headDim; c++)
        {
            scores[i, j] += queries[i, c] * keys[j, c] * scale;
        }
    }
}

// 2. Softmax: a query's scores become weights, all positive, summing to 1. Taking the largest score away from all changes nothing
//    in the result and keeps exp from growing out of range.
var weights = new float[queryLen, keyLen];                      // softmax over k: [q, k] -> [q, k]
for (var i = 0; i < queryLen; i++)
{
    var largest = Enumerable.Range(0, keyLen).Max(j => scores[i, j]);
    var sum = Enumerable.Range(0, keyLen).Sum(j => MathF.Exp(scores[i, j] - largest));
    for (var j = 0; j < keyLen; j++)
    {
        weights[i, j] = MathF.Exp(scores[i, j] - largest) / sum;
    }
}

// 3. Output: the values, mixed.
var output = new float[queryLen, valueDim];                     // [q, k] x [k, v] -> [q, v]
for (var i = 0; i < queryLen; i++)
{
    for (var j = 0; j < keyLen; j++)
    {
        for (var c = 0; c < valueDim; c++)
        {
            output[i, c] += weights[i, j] * values[j, c];
        }
    }
}

Console.WriteLine("the cat drank the milk because it was ...");
for (var i = 0; i < queryLen; i++)
{
    Console.WriteLine();
    Console.WriteLine($"\"{endings[i]}\" compares itself with every word:");
    Console.WriteLine("  word    score  weight");
    for (var j = 0; j < keyLen; j++)
    {
        Console.WriteLine($"  {words[j],-6} {scores[i, j],6:F2}  {weights[i, j],6:F3}  {new string('#', (int)MathF.Round(40 * weights[i, j]))}");
    }

    var mixture = Enumerable.Range(0, valueDim).OrderByDescending(c => output[i, c]).Select(c => $"{output[i, c]:F2} {meanings[c]}");
    Console.WriteLine($"so here \"it\" is {string.Join(", ", mixture)}.");
}

// The same from the library, which never makes the matrix of weights, so that it is also fast for sequences of thousands.
var fast = new float[queryLen * valueDim];
ScaledDotProductAttention.Forward(
    [.. queries.Cast<float>()], [.. keys.Cast<float>()], [.. values.Cast<float>()], fast,
    new AttentionSizes { Batch = 1, NumHeads = 1, QueryLen = queryLen, KeyLen = keyLen, HeadDim = headDim, ValueDim = valueDim },
    new AttentionOptions { Scale = scale });
var difference = output.Cast<float>().Zip(fast, (ours, theirs) => MathF.Abs(ours - theirs)).Max();
Console.WriteLine();
Console.WriteLine($"Heed's ScaledDotProductAttention gives the same numbers: {(difference < 1e-5f ? "yes" : $"no, they differ by {difference}")}");

HeatMap.Draw(
    [.. weights.Cast<float>()], endings, words, "Basic attention",
    "Each row is a query, and shows how it spreads its attention over the words: softmax(q · k / √d). Each row sums to 1.")
    .Save("basic_attention.svg");
Console.WriteLine("Picture: basic_attention.svg, in this folder");
