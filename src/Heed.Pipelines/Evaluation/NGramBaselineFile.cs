using System.Text;
using Heed.Checkpoints;

namespace Heed.Pipelines.Evaluation;

/// <summary>
/// The file form of an <see cref="NGramBaseline"/>, little-endian: the eight bytes of <see cref="Magic"/>; the numbers of
/// classes, words and terms (int32); the words (length-prefixed UTF-8); then the two word ids of each term (int32), the
/// idf of each term and the weights [terms + 1, columns] (float32).
/// </summary>
internal static class NGramBaselineFile
{
    private const int BytesOfTerm = 2 * sizeof(int);

    private static ReadOnlySpan<byte> Magic => "HEEDNG01"u8;

    public static void Write(string path, NGramFeatures features, SoftmaxRegression regression) => AtomicFile.Write(path, stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(regression.NumClasses);
        writer.Write(features.Words.Length);
        writer.Write(features.Terms.Length);
        foreach (var word in features.Words)
        {
            writer.Write(word);
        }

        foreach (var term in features.Terms)
        {
            writer.Write(term.First);
            writer.Write(term.Second);
        }

        foreach (var value in features.InverseFrequencies)
        {
            writer.Write(value);
        }

        foreach (var value in regression.Weights)
        {
            writer.Write(value);
        }
    });

    /// <exception cref="InvalidInputException">The file is missing, damaged or of another kind.</exception>
    public static (NGramFeatures Features, SoftmaxRegression Regression) Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var reader = new BinaryReader(stream, Encoding.UTF8);
            return Read(path, stream, reader);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException($"{path} does not exist; expected the n-gram baseline that training saved there.", exception);
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidInputException($"{path} ends early; expected a whole n-gram baseline.", exception);
        }
        catch (FormatException exception)
        {
            throw new InvalidInputException($"{path} is no whole n-gram baseline: a word has an impossible length.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"Cannot read {path}: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static (NGramFeatures Features, SoftmaxRegression Regression) Read(string path, FileStream stream, BinaryReader reader)
    {
        if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic))
        {
            throw new InvalidInputException($"{path} begins like no n-gram baseline of this version; expected a file that training saved.");
        }

        var (numClasses, numWords, numTerms) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        var numWeights = (numTerms + 1L) * SoftmaxRegression.Columns(numClasses);
        Require(numClasses >= 2 && numWords >= 0 && numTerms >= 0, "its counts of classes, words and terms are impossible");
        var atLeast = numWords + (numTerms * (long)(BytesOfTerm + sizeof(float))) + (numWeights * sizeof(float));
        Require(atLeast <= stream.Length - stream.Position, "it is shorter than its counts say");
        var words = new string[numWords];
        HashSet<string> distinct = [];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = ReadWord();
            Require(distinct.Add(words[i]), $"it holds the word '{words[i]}' twice");
        }

        var terms = new Term[numTerms];
        HashSet<Term> distinctTerms = [];
        for (var i = 0; i < terms.Length; i++)
        {
            terms[i] = new Term(reader.ReadInt32(), reader.ReadInt32());
            var known = terms[i].First >= Term.None && terms[i].First < numWords && terms[i].Second >= 0 && terms[i].Second < numWords;
            Require(known && distinctTerms.Add(terms[i]), $"term {i} names words that are not there or repeats another");
        }

        var inverseFrequencies = ReadFloats(numTerms);
        var weights = ReadFloats((int)numWeights);
        Require(stream.Position == stream.Length, "more follows behind its end");
        return (new NGramFeatures(words, terms, inverseFrequencies), new SoftmaxRegression(weights, numClasses));

        string ReadWord()
        {
            var length = reader.Read7BitEncodedInt();
            Require(length > 0 && length <= stream.Length - stream.Position, "a word is longer than the file");
            return Encoding.UTF8.GetString(reader.ReadBytes(length));
        }

        float[] ReadFloats(int count)
        {
            var values = new float[count];
            for (var i = 0; i < count; i++)
            {
                values[i] = reader.ReadSingle();
                Require(float.IsFinite(values[i]), "it holds a number that is not finite");
            }

            return values;
        }

        void Require(bool condition, string finding)
        {
            if (!condition)
            {
                throw new InvalidInputException($"{path} is no whole n-gram baseline: {finding}.");
            }
        }
    }
}
