// Copy this file: launches where the browser keeps no cookie in a platform's frame (LTI Client Side postMessages).
using Lti.Storage;

namespace QuickStart.Tool;

/// <summary>The pages whose scripts put values into the platform's storage and get them back.</summary>
/// <remarks>
/// A message goes to the origin of the platform's authorization address alone, which the registration names, and an answer counts from
/// there alone. A platform that does not answer in time stores nothing, and the launch is refused. Without scripts a cookie is needed.
/// </remarks>
internal static class StoragePages
{
    // Sends a message to the platform's storage and hands its answer on. Null after ten seconds.
    private const string Ask = """
        const page = document.getElementById('storage').dataset;
        const ask = message => new Promise(resolve => {
          const platform = page.target === '_parent' ? parent : parent.frames[page.target];
          if (!platform || parent === window) return resolve(null);
          const id = crypto.randomUUID();
          addEventListener('message', event => { if (event.origin === page.platform && event.data?.message_id === id) resolve(event.data) });
          setTimeout(() => resolve(null), 10000);
          platform.postMessage({ ...message, message_id: id }, page.platform);
        });
        const show = async answer => document.querySelector('main').replaceWith(
          new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main'));

        """;

    private static readonly PageScript _put = new(Ask + """
        ask({ subject: 'lti.put_data', key: page.key, value: page.value }).then(() => location.replace(document.getElementById('next').href));
        """);

    private static readonly PageScript _get = new(Ask + """
        (async () => {
          const stored = await ask({ subject: 'lti.get_data', key: page.key });
          const body = new URLSearchParams(new FormData(document.forms[0]));
          body.set('hash', stored?.value ?? '');
          const answer = await fetch('/tool/launch/stored', { method: 'POST', body });
          if (!answer.ok) return show(answer);
          const launch = await answer.json();
          await ask({ subject: 'lti.put_data', key: launch.key, value: launch.value });
          location.replace(launch.address);
        })();
        """);

    private static readonly PageScript _open = new(Ask + """
        (async () => {
          const stored = await ask({ subject: 'lti.get_data', key: page.key });
          show(await fetch(location.pathname, { headers: { 'Lti-Launch': stored?.value ?? '' } }));
        })();
        """);

    public static string TicketKey(string address) => $"lti-launch-{address}";

    /// <summary>Describes the frame of a launch. Its page has content to click, so only the platform's pages may show it.</summary>
    public static LaunchFrame FrameOf(LtiClient client, string target, LtiSession session)
        => new(target, PlatformUrl.Origin(client.Endpoints.AuthorizationUrl)!, CoursePage.Frames(client, session.ReturnUrl)) { FormAction = CoursePage.FormAction(session) };

    /// <summary>Puts the proof of a login into the storage, then goes on to the platform.</summary>
    public static IResult Put(LtiClient client, LtiLogin login, string next)
        => Show(AnyFrame(client, login), LoginKey(login), login.StateHash, _put, $"<p><a id=\"next\" href=\"{next}\">Continue</a></p>");

    /// <summary>Gets the proof of a login back and sends it with the launch.</summary>
    public static IResult Get(LtiClient client, LtiLogin login, string idToken) => Show(AnyFrame(client, login), LoginKey(login), "", _get, $"""
        <form>
        <input type="hidden" name="state" value="{login.State}"><input type="hidden" name="id_token" value="{idToken}">
        </form>
        <p>This browser keeps no cookie here. If this page stays, open the tool in a new window from the platform.</p>
        """);

    /// <summary>Gets the ticket of a launch back and shows its page.</summary>
    public static IResult Open(LaunchFrame frame, string address)
        => Show(frame, TicketKey(address), "", _open, $"<p>If this page stays, open the tool again from the platform.</p>");

    private static string LoginKey(LtiLogin login) => $"lti-login-{login.StateHash}";

    // Before a launch is verified, the host of the platform's page is unknown: one of Canvas's schools, for example. These pages show nothing
    // private, and their link only repeats what their script does.
    private static LaunchFrame AnyFrame(LtiClient client, LtiLogin login)
        => new(login.StorageTarget!, PlatformUrl.Origin(client.Endpoints.AuthorizationUrl)!, ["*"]);

    private static IResult Show(LaunchFrame frame, string key, string value, PageScript script, Html body) => Page.Show("Opening the tool", $"""
        <div id="storage" data-target="{frame.Target}" data-platform="{frame.Platform}" data-key="{key}" data-value="{value}"></div>
        {body}
        """, new PageOptions { Script = script, Connects = true, FrameAncestors = frame.Ancestors, FormAction = frame.FormAction, HasNavigation = false });
}

/// <summary>The frame of a launch whose browser keeps no cookie.</summary>
/// <param name="Target">The window that keeps the ticket, as the login named it.</param>
/// <param name="Platform">The origin of that window.</param>
/// <param name="Ancestors">The origins that may show the page.</param>
internal sealed record LaunchFrame(string Target, string Platform, IReadOnlyCollection<string> Ancestors)
{
    /// <summary>Where the forms of the launch may go. The page that asks for the ticket shows them under its own policy.</summary>
    public IReadOnlyCollection<string> FormAction { get; init; } = [];
}
