namespace QuickStart.Tool;

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

        var form = await request.ReadFormAsync(cancellationToken);
        return name => Single(name, form[name]);
    }

    public static string Required(this Func<string, string?> parameters, string name)
        => parameters(name) ?? throw RequestRefusedException.BadRequest($"The parameter '{name}' is missing.");

    private static string? Single(string name, Microsoft.Extensions.Primitives.StringValues values) => values.Count switch
    {
        0 => null,
        1 => string.IsNullOrEmpty(values[0]) ? null : values[0],
        _ => throw RequestRefusedException.BadRequest($"The parameter '{name}' is given more than once."),
    };
}
