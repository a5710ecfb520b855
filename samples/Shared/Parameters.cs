// Copy this file: it reads the parameters of a request strictly, and no form of a sender makes it fail.
using Microsoft.Extensions.Primitives;

namespace QuickStart.Shared;

/// <summary>Reads the parameters of a request from its query or form.</summary>
internal static class Parameters
{
    public static async Task<Func<string, string?>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsGet(request.Method))
        {
            return name => Single(name, request.Query[name]);
        }

        if (!request.HasFormContentType)
        {
            throw new RequestRefusedException(StatusCodes.Status415UnsupportedMediaType, "Send this as a form: application/x-www-form-urlencoded.");
        }

        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            return name => Single(name, form[name]);
        }
        catch (BadHttpRequestException e)
        {
            throw new RequestRefusedException(e.StatusCode, "The form could not be read.", e);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            // A multipart body without its boundary, a character set that .NET does not have, and so on.
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "The form could not be read.", e);
        }
    }

    public static string Required(this Func<string, string?> parameters, string name)
        => parameters(name) ?? throw RequestRefusedException.BadRequest($"The parameter '{name}' is missing.");

    /// <summary>Gets a parameter that ends up in an address. Browsers and servers refuse long addresses.</summary>
    public static string? Bounded(this Func<string, string?> parameters, string name, int maxLength) => parameters(name) switch
    {
        { } value when value.Length > maxLength => throw RequestRefusedException.BadRequest($"The parameter '{name}' is longer than {maxLength} characters."),
        var value => value,
    };

    private static string? Single(string name, StringValues values) => values.Count switch
    {
        0 => null,
        1 => string.IsNullOrEmpty(values[0]) ? null : IsStorable(values[0]!) ? values[0] : throw RequestRefusedException.BadRequest(
            $"The parameter '{name}' has the character U+0000 or half a surrogate pair."),
        _ => throw RequestRefusedException.BadRequest($"The parameter '{name}' is given more than once."),
    };

    // The storage refuses such text, with an exception that speaks of the code.
    private static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i++)))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>The application refuses a request. The sender sees the reason.</summary>
internal sealed class RequestRefusedException(int status, string reason, Exception? innerException = null) : Exception(reason, innerException)
{
    public int Status { get; } = status;

    public static RequestRefusedException BadRequest(string reason) => new(StatusCodes.Status400BadRequest, reason);
}
