using System.Globalization;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Rounds times up to whole seconds.</summary>
/// <remarks>Npgsql counts in whole seconds and zero means no timeout. Rounding up keeps a short time from becoming zero.</remarks>
internal static class Seconds
{
    public static int RoundedUp(TimeSpan time, string option, int atMost = int.MaxValue / 1000)
        => time > TimeSpan.Zero && time.TotalSeconds <= atMost
            ? (int)Math.Ceiling(time.TotalSeconds)
            : throw Refused.Text(
                string.Create(CultureInfo.InvariantCulture, $"{option} must be over zero and at most {atMost} seconds."), option);
}
