// Copy this file: a fault of the sender is a 4xx page, and no page speaks of the code.
using Lti.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;

namespace QuickStart.Pages;

/// <summary>Turns every error into a page.</summary>
/// <remarks>A fault of the sender is a 4xx with the reason. A fault of this program shows no internals.</remarks>
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
                // A message could repeat the request. Only the storage's own messages are safe to log.
                RequestFailed(logger, e is LtiStorageUnavailableException ? e.Message : e.GetType().Name);
            }

            // The sender's value may be at fault, or this program. The name of the parameter helps to find a fault of this program.
            if (e is ArgumentException { ParamName: var parameter })
            {
                RequestRefused(logger, parameter);
            }

            context.Response.Clear();
            await WriteAsync(context, status, reason);
        }
    }

    /// <summary>Writes the page of a status without a body.</summary>
    public static Task WriteStatusAsync(HttpContext context) => WriteAsync(context, context.Response.StatusCode, context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is no such page.",
        StatusCodes.Status405MethodNotAllowed => "This page does not support that method.",
        StatusCodes.Status429TooManyRequests => "Too many requests came from your address. Try again in a moment.",
        StatusCodes.Status415UnsupportedMediaType => "Send this as a form: application/x-www-form-urlencoded.",
        _ => "The request could not be understood.",
    });

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "A request failed: {Reason}")]
    private static partial void RequestFailed(ILogger logger, string reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "A request was refused: a value of {Parameter} is not valid.")]
    private static partial void RequestRefused(ILogger logger, string? parameter);

    private static (int Status, string Reason) Describe(Exception exception) => exception switch
    {
        RequestRefusedException refused => (refused.Status, refused.Message),

        // The storage's input limits. Its message names members of the code, so the page says it in words of the sender.
        ArgumentException => (
            StatusCodes.Status400BadRequest,
            "The request has a value that this tool can't store: an empty or a too long id, a character U+0000 or half a surrogate pair."),
        LtiStorageUnavailableException { Outcome: LtiWorkOutcome.Unknown } => (
            StatusCodes.Status503ServiceUnavailable,
            "The connection to the storage failed. The request may have succeeded or failed. Start a launch again from the platform."),
        LtiStorageUnavailableException => (StatusCodes.Status503ServiceUnavailable, "The storage can't be reached now. Try again in a moment."),
        AntiforgeryValidationException => (StatusCodes.Status400BadRequest, "This form is too old or was not opened on this site. Go back, reload the page and send it again."),
        BadHttpRequestException bad => (bad.StatusCode, "The request could not be understood."),
        InvalidDataException => (StatusCodes.Status400BadRequest, "The form could not be read."),
        _ => (StatusCodes.Status500InternalServerError, "An internal error occurred and was logged."),
    };

    private static Task WriteAsync(HttpContext context, int status, string reason)
    {
        // A platform shows the pages of a launch in a frame, and an error must be readable there. It has no form and nothing private.
        var isTool = context.Request.Path.StartsWithSegments("/tool", StringComparison.Ordinal);
        Html back = isTool || Page.IsFramed(context) ? (Html)$"" : $"<p><a href=\"/\">Back to the start</a></p>";
        var page = Page.Show($"{status} {ReasonPhrases.GetReasonPhrase(status)}", $"<p class=\"refused\">{reason}</p>{back}", new PageOptions
        {
            Status = status,
            FrameAncestors = isTool ? ["*"] : [],
            FormAction = [],
            HasNavigation = !isTool,
        });
        return page.ExecuteAsync(context);
    }
}
