namespace Heed;

/// <summary>
/// What a user gave us cannot be used. The message is one sentence that names the file, the place, what was found and what
/// was expected; the tool prints it as it is and ends with exit code 2.
/// </summary>
public sealed class InvalidInputException : Exception
{
    public InvalidInputException(string message)
        : base(message)
    {
    }

    public InvalidInputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
