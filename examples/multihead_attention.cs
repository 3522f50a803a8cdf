// Multi-head attention: several questions asked at once.
//
//     dotnet run examples/multihead_attention.cs
//
// One attention hands back one mixture of all that it looks at: two answers in it are hard to tell apart. Heads are small attentions
// beside one another, each with queries, keys and values of its own, their outputs laid side by side:
//
//     head_h = softmax(q_h k_h^T / sqrt(headDim)) v_h,    q_h = x Wq_h,  k_h = x Wk_h,  v_h = x Wv_h
//     output = [head_1, ..., head_H] Wo
//
// Do heads really learn to do different things? We make up a task with four questions, train on it for some seconds, and look.
#:project ../src/Heed/Heed.csproj
#:project ../src/Heed.Figures/Heed.Figures.csproj
using Heed.Attention;
using Heed.Autograd;
using Heed.Figures;
using Heed.Layers;
using Heed.Training;

// The task: a row of letters, one of them a capital, such as "kcapJmbbof". At every place i, four letters are asked for. Each of the
// answers stands somewhere in the row, so a model has to look there.
const int seqLen = 10;
const int numLetters = 16;
string[] questions = ["one before", "two before", "the first", "the capital"];
const int NoAnswer = -100;          // the number that Op.CrossEntropy leaves out
static int Source(int question, int i, int capital) => question switch { 0 => i - 1, 1 => i - 2, 2 => 0, _ => capital };

const int numHeads = 4;             // Change this line: 1 head gets two of the four questions wrong more often than right.

// The model. Nothing but attention carries a letter from one place to another.
const int modelDim = 32;            // shared by the heads: headDim = 32 / 4 = 8
var parameters = new ParameterSet(seed: 1);
var letterVectors = new Embedding(parameters.Root["letter"], 2 * numLetters, modelDim, standardDeviation: 0.3f);    // a to p, then A to P
var placeVectors = new Embedding(parameters.Root["place"], seqLen, modelDim, standardDeviation: 0.3f);
var attention = MultiHeadAttention.Create(parameters.Root["attention"], modelDim, numHeads, standardDeviation: 0.2f);
Linear[] answers = [.. questions.Select(question => new Linear(parameters.Root[question], modelDim, numLetters))];

Tensor[] Answer(Row[] rows, AttentionRecorder? recorder = null)
{
    int[] letters = [.. rows.SelectMany(row => row.Letters.Select((letter, i) => i == row.Capital ? numLetters + letter : letter))];
    int[] places = [.. rows.SelectMany(row => Enumerable.Range(0, seqLen))];
    var x = Op.Add(letterVectors.Forward(letters), placeVectors.Forward(places));                       // [rows * n, m]
    var found = attention.Forward(x, Sequences.Uniform(rows.Length, seqLen), recorder: recorder);       // [rows * n, m] -> [rows * n, m]
    return [.. answers.Select(answer => answer.Forward(found))];                                        // four times [rows * n, letters]
}

// Training: make up rows, compare the answers with the right ones, follow the gradient downwards.
const int steps = 600;
var random = new Random(1);
var optimizer = new AdamW(parameters.All, decays: (_, _) => false);
Console.WriteLine($"{questions.Length} questions at each place of a row of {seqLen} letters. Heads that learn to answer them: {numHeads}.");
for (var step = 1; step <= steps; step++)
{
    using var tape = new Tape();
    var rows = MakeUp(64);
    var logits = Answer(rows);
    var losses = logits.Select((answer, question) => Op.CrossEntropy(answer, Right(rows, question)));   // a number a question
    var loss = losses.Aggregate(Op.Add);

    parameters.ClearGradients();
    tape.Backward(loss);
    optimizer.Step(0.02 * Schedule.Cosine(step, warmupSteps: 30, totalSteps: steps));
    if (step % 100 == 0)
    {
        Console.WriteLine($"  step {step}: loss {loss.Item():F2}");
    }
}

// Rows that it has never seen.
var held = MakeUp(200);
var recorder = new AttentionRecorder();
var given = Answer(held, recorder);
Console.WriteLine();
Console.WriteLine("Right on 200 new rows:");
for (var question = 0; question < questions.Length; question++)
{
    var pairs = Right(held, question).Select((right, i) => (right, said: Largest(given[question], i))).Where(pair => pair.right != NoAnswer);
    Console.WriteLine($"  {questions[question],-12}{pairs.Average(pair => pair.said == pair.right ? 1.0 : 0.0),5:P0}");
}

// How much of a head's attention goes to the place where a question's answer stands? 0.10 would be a head that looks everywhere alike.
var maps = recorder.Layers[0].Sequences;    // of each row [heads, n, n]: head, who looks, at whom
Console.WriteLine();
Console.WriteLine($"Where they look   {string.Concat(questions.Select(question => $"{question,13}"))}");
for (var head = 0; head < numHeads; head++)
{
    var shares = Enumerable.Range(0, questions.Length).Select(question => Enumerable.Range(0, held.Length).Average(row =>
        Enumerable.Range(2, seqLen - 2).Average(i => maps[row][(((head * seqLen) + i) * seqLen) + Source(question, i, held[row].Capital)])));
    Console.WriteLine($"  head {head + 1,-11}{string.Concat(shares.Select(share => $"{share,13:F2}"))}");
}

var tokens = held[0].Letters.Select((letter, i) => ((char)((i == held[0].Capital ? 'A' : 'a') + letter)).ToString());
HeadGrid.Draw(new AttentionMaps([.. tokens], [.. Enumerable.Range(0, seqLen)], 1, numHeads, maps[0]), $"What each head looks at in \"{string.Concat(tokens)}\"")
    .Save("multihead_attention.svg");
Console.WriteLine();
Console.WriteLine("Picture: multihead_attention.svg, in this folder");

Row[] MakeUp(int count) => [.. Enumerable.Range(0, count).Select(_ =>
    new Row([.. Enumerable.Range(0, seqLen).Select(_ => random.Next(numLetters))], random.Next(seqLen)))];

// The right answer at each place of all rows. Nothing stands one before the first letter: there is no answer.
static int[] Right(Row[] rows, int question) => [.. rows.SelectMany(row => Enumerable.Range(0, seqLen)
    .Select(i => Source(question, i, row.Capital)).Select(source => source < 0 ? NoAnswer : row.Letters[source]))];

static int Largest(Tensor logits, int row)
{
    var scores = logits.Data.Slice(row * logits.Columns, logits.Columns).ToArray();
    return Array.IndexOf(scores, scores.Max());
}

internal sealed record Row(int[] Letters, int Capital);
