using System.CommandLine;
using System.CommandLine.Help;
using Lti.Storage.Cli.Cleanup;
using Lti.Storage.Cli.Clients;
using Lti.Storage.Cli.Deployments;
using Lti.Storage.Cli.Doctor;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.Cli.Schema;
using Lti.Storage.Cli.Sessions;

namespace Lti.Storage.Cli;

/// <summary>The tree of commands.</summary>
internal static class RootCommands
{
    private const string Description =
        """
        Looks after the PostgreSQL database of an LTI 1.3 tool that uses Lti.Storage.

          The database: --connection, else the connection string Lti of the .NET configuration
          (ConnectionStrings__Lti, or appsettings.json in the working directory), else DATABASE_URL.

          Exit codes:
            0    done, or yes
            1    no: not found, already there, a check that found something, answered with no
            2    the command can't be understood or may not be followed; nothing was done
            3    the database can't be used; nothing was changed
            4    the database broke off: whether the work was done is not known
            70   the tool failed, or its output can't be written
            130  cancelled (Ctrl-C, SIGTERM)
        """;

    public static RootCommand Create()
    {
        var root = new RootCommand(Description)
        {
            MigrateCommand.Create(),
            ClientCommands.Create(),
            DeploymentCommands.Create(),
            SessionCommands.Create(),
            CleanupCommand.Create(),
            DoctorCommand.Create(),
            GlobalOptions.Connection,
            GlobalOptions.Schema,
            GlobalOptions.Json,
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
