namespace Lti.Storage.Abstractions.Tests.Samples;

internal static class SessionViews
{
    /// <summary>Reads every typed property down to the last member.</summary>
    public static void ReadAll(LtiSession session)
    {
        Assert.NotNull(session.User);
        Assert.NotNull(session.Context);
        Assert.NotNull(session.Platform);
        Assert.NotNull(session.Services);
        Assert.NotNull(session.CustomParameters);
        Read(session);
    }

    private static void Read(object? view)
    {
        if (view is null || view.GetType().Assembly != typeof(LtiSession).Assembly)
        {
            return;
        }

        foreach (var property in view.GetType().GetProperties())
        {
            var value = property.GetValue(view);
            if (value is IEnumerable<string> texts)
            {
                Assert.All(texts, Assert.NotNull);
            }

            Read(value);
        }
    }
}
