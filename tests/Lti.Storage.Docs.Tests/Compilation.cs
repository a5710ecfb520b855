using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lti.Storage.Docs.Tests;

/// <summary>Compiles blocks of code with the usings that a reader's program has.</summary>
internal static class Compilation
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Security.Cryptography;
        global using System.Text.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Lti.Storage;
        global using Lti.Storage.Caching;
        global using Lti.Storage.Conformance;
        global using Lti.Storage.Conformance.Suite;
        global using Lti.Storage.DataProtection;
        global using Lti.Storage.Hosting;
        global using Lti.Storage.InMemory;
        global using Lti.Storage.PostgreSql;
        global using Lti.Storage.Sqlite;
        global using Lti.Storage.Telemetry;
        global using Lti.Storage.Testing;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.DataProtection;
        global using Microsoft.AspNetCore.Diagnostics.HealthChecks;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        global using Microsoft.Extensions.Time.Testing;
        global using Npgsql;
        global using OpenTelemetry.Metrics;
        global using OpenTelemetry.Trace;
        global using Xunit;
        """;

    private static readonly MetadataReference[] _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>Returns the program or the compiler's errors. A block with statements is a program. One with types alone is a library.</summary>
    public static (Assembly? Program, IReadOnlyList<string> Errors) Compile(params IEnumerable<string> files)
    {
        var trees = Parse([Usings, .. files]).ToList();
        using var assembly = new MemoryStream();
        var result = Create(trees).Emit(assembly);
        return result.Success
            ? (Assembly.Load(assembly.ToArray()), [])
            : (null, Errors(result.Diagnostics));
    }

    /// <summary>Returns a program that has no errors.</summary>
    public static Assembly Load(string usings, string program)
    {
        using var assembly = new MemoryStream();
        var result = Create([.. Parse([usings, program])]).Emit(assembly);
        return result.Success ? Assembly.Load(assembly.ToArray()) : throw new InvalidOperationException(string.Join('\n', Errors(result.Diagnostics)));
    }

    /// <summary>Returns the compiler's errors in the files of a program.</summary>
    public static IReadOnlyList<string> Errors(string usings, IEnumerable<string> files) => Errors(Create([.. Parse([usings, .. files])]).GetDiagnostics());

    private static IEnumerable<SyntaxTree> Parse(IEnumerable<string> texts)
        => texts.Select(text => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest)));

    private static CSharpCompilation Create(IReadOnlyList<SyntaxTree> trees)
        => CSharpCompilation.Create(
            $"Block{Guid.NewGuid():N}",
            trees,
            _references,
            new CSharpCompilationOptions(
                trees.Any(tree => tree.GetRoot().ChildNodes().Any(node => node is GlobalStatementSyntax))
                    ? OutputKind.ConsoleApplication
                    : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));

    private static IReadOnlyList<string> Errors(IEnumerable<Diagnostic> diagnostics)
        => [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => $"{diagnostic}")];
}
