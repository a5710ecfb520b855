namespace Lti.Storage.Docs.Tests;

/// <summary>Each mechanism that several packages need stands in one file.</summary>
public sealed class SharedCodeTests
{
    private static readonly string[] _notOurs = ["bin", "obj"];

    [Theory]
    [InlineData(": ValidationAttribute", "src/Shared/TimeRangeAttribute.cs")]
    [InlineData("new OptionsValidationException(", "src/Shared/OptionsCheck.cs")]
    [InlineData("catch (Exception)\n", "src/Shared/ListenerGuard.cs")]
    [InlineData("RandomNumberGenerator.Fill(", "src/Lti.Storage.Abstractions/Internal/RandomId.cs", "src/Lti.Storage.Abstractions/Nonces/LtiNonce.cs")]
    public void Code_stands_only_in_the_shared_file(string code, params string[] files)
        => Assert.Equal(
            files,
            Sources().Where(file => Pages.Read(file).ReplaceLineEndings("\n").Contains(code, StringComparison.Ordinal)),
            StringComparer.Ordinal);

    [Fact]
    public void Page_creates_no_random_value_by_itself()
        => Assert.DoesNotContain(Pages.All, page => Pages.Read(page).Contains("RandomNumberGenerator", StringComparison.Ordinal));

    // The command line has handlers of its own: it ends with an exit code.
    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Path.Combine(Pages.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Pages.Root, path).Replace('\\', '/'))
        .Where(path => !path.StartsWith("src/Lti.Storage.Cli/", StringComparison.Ordinal) && !path.Split('/').Any(_notOurs.Contains))
        .Order(StringComparer.Ordinal);
}
