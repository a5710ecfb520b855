using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Is the tool of the page before PostgreSQL, compiled into this process. The tests call its parts without a server.</summary>
internal static class GuideTool
{
    private const string File = "MyTool/Program.cs";

    private static readonly Lazy<Assembly> _tool = new(() => Compilation.Load(GuideCodeTests.TemplateUsings, Text()));

    public static IServiceCollection Services { get; } = new ServiceCollection().AddLogging();

    /// <summary>Begins a login with a form or, without one, with the query.</summary>
    public static Task<GuideAnswer> BeginLoginAsync(ILtiStorage storage, HttpContext context)
        => AnswerAsync(context, "Login", "BeginAsync", context, storage, Settings(("PublicUrl", "https://tool.example.edu")), CancellationToken.None);

    public static Task<GuideAnswer> LaunchAsync(ILtiStorage storage, object keys, HttpContext context)
        => AnswerAsync(context, "Launch", "CompleteAsync", context, storage, keys, CancellationToken.None);

    public static Task<GuideAnswer> ShowPageAsync(ILtiStorage storage, string name, HttpContext context)
        => AnswerAsync(context, "CoursePage", "ShowAsync", name, context, storage, CancellationToken.None);

    /// <summary>Passes a request through the part that answers failures.</summary>
    public static async Task<GuideAnswer> PassAsync(HttpContext context, RequestDelegate next)
    {
        await (Task)Call("Failures", "AnswerAsync", context, next)!;
        return await ReadAsync(context);
    }

    public static Task<IFormCollection?> ReadFormAsync(HttpRequest request) => (Task<IFormCollection?>)Call("Forms", "ReadAsync", request, CancellationToken.None)!;

    public static object CreateKeys(IServiceProvider services) => ActivatorUtilities.CreateInstance(services, Type("PlatformKeys"));

    public static Task<IReadOnlyList<SecurityKey>?> FindKeysAsync(object keys, string url, string keyId)
        => (Task<IReadOnlyList<SecurityKey>?>)keys.GetType().GetMethod("FindAsync")!.Invoke(keys, [url, keyId, CancellationToken.None])!;

    public static Task RegisterAsync(ILtiStorage storage, params (string Name, string? Value)[] settings)
        => ((IHostedService)Activator.CreateInstance(Type("Registration"), storage, Settings(settings))!).StartAsync(CancellationToken.None);

    public static RateLimiterOptions Limits(int perSecond)
    {
        var options = new RateLimiterOptions();
        Call("Limits", "Add", options, perSecond);
        return options;
    }

    /// <summary>Creates a request with a form.</summary>
    public static HttpContext Post(params (string Name, string Value)[] form)
    {
        var context = new DefaultHttpContext { RequestServices = Services.BuildServiceProvider() };
        context.Request.ContentType = "application/x-www-form-urlencoded";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('&', form.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"))));
        context.Response.Body = new MemoryStream();
        return context;
    }

    private static IConfiguration Settings(params (string Name, string? Value)[] settings)
        => new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))).Build();

    private static async Task<GuideAnswer> AnswerAsync(HttpContext context, string type, string method, params object?[] arguments)
    {
        var result = await (Task<IResult>)Call(type, method, arguments)!;
        await result.ExecuteAsync(context);
        return await ReadAsync(context);
    }

    private static async Task<GuideAnswer> ReadAsync(HttpContext context)
    {
        context.Response.Body.Position = 0;
        using var reader = new StreamReader(context.Response.Body);
        return new(context.Response.StatusCode, await reader.ReadToEndAsync(), context.Response.Headers);
    }

    private static object? Call(string type, string method, params object?[] arguments)
        => Type(type).GetMethod(method, BindingFlags.Public | BindingFlags.Static)!.Invoke(obj: null, arguments);

    private static Type Type(string name) => _tool.Value.GetType(name, throwOnError: true)!;

    private static string Text()
    {
        string? text = null;
        foreach (var edit in GuidePage.Steps.TakeWhile(step => !step.Section.Contains("PostgreSQL", StringComparison.Ordinal)).OfType<EditStep>().Where(edit => edit.File == File))
        {
            text = edit.Apply(text);
        }

        return text!;
    }
}
