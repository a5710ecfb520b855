namespace Lti.Storage.Conformance.Model;

internal static class Answers
{
    public static async Task<Answer<T>> AnswerAsync<T>(this ValueTask<T> operation)
    {
        try
        {
            return new Answer<T>(await operation, Error: null);
        }
        catch (LtiStorageException e) when (e is LtiConflictException or LtiNotFoundException)
        {
            return new Answer<T>(default, e);
        }
    }

    /// <summary>Returns true for an operation without an answer.</summary>
    public static Task<Answer<bool>> AnswerAsync(this ValueTask operation)
    {
        return DoneAsync(operation).AnswerAsync();

        static async ValueTask<bool> DoneAsync(ValueTask operation)
        {
            await operation;
            return true;
        }
    }
}
