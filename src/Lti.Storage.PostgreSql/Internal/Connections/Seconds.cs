using System.Globalization;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Npgsql counts in whole seconds, and zero means forever: rounding up keeps a short time from becoming one.</summary>
internal static class Seconds
{
    public static int RoundedUp(TimeSpan time, string option, int atMost = int.MaxValue / 1000)
        => time > TimeSpan.Zero && time.TotalSeconds <= atMost
            ? (int)Math.Ceiling(time.TotalSeconds)
            : throw Refused.Text(string.Create(CultureInfo.InvariantCulture, $"{option} must be over zero and at most {atMost} seconds."), option);
}
