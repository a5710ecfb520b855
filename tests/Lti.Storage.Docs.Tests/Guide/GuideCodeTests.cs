namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Compiles the files of the page in this process after each part. The full run types and starts them.</summary>
public sealed class GuideCodeTests
{
    // The usings of the templates: those of a web project, and xunit's in the test project.
    internal const string TemplateUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        global using Xunit;
        """;

    public static TheoryData<string> AllSections { get; } = [.. GuidePage.Sections];

    [Theory]
    [MemberData(nameof(AllSections))]
    public void Files_compile_after_each_part_of_the_page(string section)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var edit in GuidePage.Steps.TakeWhile(step => SectionNumber(step.Section) <= SectionNumber(section)).OfType<EditStep>())
        {
            files[edit.File] = edit.Apply(files.GetValueOrDefault(edit.File));
        }

        var errors = Compilation.Errors(TemplateUsings, files.Where(file => file.Key.EndsWith(".cs", StringComparison.Ordinal)).Select(file => file.Value));

        Assert.True(errors.Count == 0, $"{section}:\n{string.Join('\n', errors)}");
    }

    [Fact]
    public void Page_has_all_kinds_of_steps()
    {
        Assert.Contains(GuidePage.Steps, step => step is CommandStep { Command: "dotnet test MyTool.Tests" });
        Assert.All(Enum.GetValues<EditPlace>(), place => Assert.Contains(GuidePage.Steps, step => step is EditStep edit && edit.Place == place));
    }

    [Fact]
    public void Page_adds_each_package_of_the_project_as_a_prerelease()
        => Assert.All(
            GuidePage.Steps.OfType<CommandStep>().Where(step => step.Command.Contains(" Lti.Storage.", StringComparison.Ordinal)),
            step => Assert.EndsWith(" --prerelease", step.Command, StringComparison.Ordinal));

    private static int SectionNumber(string section) => GuidePage.Sections.ToList().IndexOf(section);
}
