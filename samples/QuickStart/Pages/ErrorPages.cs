using Lti.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;

namespace QuickStart.Pages;

/// <summary>Every error is a page that says what is wrong: the sender's mistakes with 4xx, ours without their insides.</summary>
internal sealed partial class ErrorPages(RequestDelegate next, ILogger<ErrorPages> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var (status, reason) = Describe(e);
            if (status >= StatusCodes.Status500InternalServerError)
            {
                // The type alone, since a message could repeat what was sent; the storage's says which outage this is, and no more.
                RequestFailed(logger, e is LtiStorageUnavailableException ? e.Message : e.GetType().Name);
            }

            context.Response.Clear();
            await WriteAsync(context, status, reason);
        }
    }

    /// <summary>The page of a status that nobody wrote one for.</summary>
    public static Task WriteStatusAsync(HttpContext context) => WriteAsync(context, context.Response.StatusCode, context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is no such page.",
        StatusCodes.Status405MethodNotAllowed => "This page does not take that method.",
        StatusCodes.Status415UnsupportedMediaType => "Send this as a form: application/x-www-form-urlencoded.",
        _ => "The request could not be understood.",
    });

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "A request failed: {Reason}")]
    private static partial void RequestFailed(ILogger logger, string reason);

    private static (int Status, string Reason) Describe(Exception exception) => exception switch
    {
        RequestRefusedException refused => (refused.Status, refused.Message),
        ArgumentException => (StatusCodes.Status400BadRequest, exception.Message),
        LtiStorageUnavailableException { Outcome: LtiWorkOutcome.Unknown } => (
            StatusCodes.Status503ServiceUnavailable,
            "The storage broke off, so it is not known whether this happened. If this was a launch, start again from the platform."),
        LtiStorageUnavailableException => (StatusCodes.Status503ServiceUnavailable, "The storage can't be reached now. Try again in a moment."),
        AntiforgeryValidationException => (StatusCodes.Status400BadRequest, "This form was not opened here, or too long ago. Go back, reload the page and send it again."),
        BadHttpRequestException bad => (bad.StatusCode, "The request could not be understood."),
        InvalidDataException => (StatusCodes.Status400BadRequest, "The form could not be read."),
        _ => (StatusCodes.Status500InternalServerError, "Something went wrong here. It was logged."),
    };

    private static Task WriteAsync(HttpContext context, int status, string reason)
    {
        // In a platform's frame the start of this program has no place.
        Html back = Page.IsFramed(context) ? (Html)$"" : $"<p><a href=\"/\">Back to the start</a></p>";
        return Page.WriteAsync(context, $"{status} {ReasonPhrases.GetReasonPhrase(status)}", $"<p class=\"refused\">{reason}</p>{back}", status);
    }
}
