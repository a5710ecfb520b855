namespace QuickStart.Platform;

internal static class PlatformScripts
{
    /// <summary>Keeps data for the tool in the frame (LTI Client Side postMessages 0.1).</summary>
    public static PageScript Storage { get; } = new("""
        const frame = document.querySelector('iframe');
        const tool = new URL(frame.src).origin;
        addEventListener('message', event => {
          const { subject, message_id, key, value } = event.data ?? {};
          if (event.source !== frame.contentWindow || event.origin !== tool || typeof key !== 'string') return;
          if (subject === 'lti.put_data') sessionStorage.setItem(tool + ' ' + key, value);
          else if (subject !== 'lti.get_data') return;
          event.source.postMessage({ subject: subject + '.response', message_id, key, value: sessionStorage.getItem(tool + ' ' + key) }, tool);
        });
        """);

    /// <summary>Follows the link named <c>done</c> when the tool in the frame asks to be closed (LTI Dynamic Registration 1.0).</summary>
    public static PageScript LeaveOnClose { get; } = new(
        "addEventListener('message', message => { if (message.source === document.querySelector('iframe').contentWindow && "
        + "message.data?.subject === 'org.imsglobal.lti.close') location.assign(document.getElementById('done').href) })");
}
