using System.CommandLine;
using System.CommandLine.Help;
using Lti.Storage.Cli.AccessTokens;
using Lti.Storage.Cli.Backups;
using Lti.Storage.Cli.Cleanup;
using Lti.Storage.Cli.Clients;
using Lti.Storage.Cli.Copying;
using Lti.Storage.Cli.Deployments;
using Lti.Storage.Cli.Doctor;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.Cli.Schema;
using Lti.Storage.Cli.Sessions;
using Lti.Storage.Cli.ToolKeys;

namespace Lti.Storage.Cli;

/// <summary>Builds the tree of commands.</summary>
internal static class RootCommands
{
    private const string Description =
        """
        Manages the database of an LTI 1.3 tool that uses Lti.Storage: PostgreSQL, or an SQLite file.

          The tool takes the database from the first of these settings that is set:
            1. --connection
            2. the variable ConnectionStrings__Lti
            3. the variable DATABASE_URL
            4. the connection string Lti of appsettings.<DOTNET_ENVIRONMENT>.json
            5. the connection string Lti of appsettings.json
          Both files are read from the working directory.
          Each command that writes names the database on standard error.

          Exit codes:
            0    done, or yes
            1    no: not found, already stored, a check with findings, a question answered with no
            2    the command line is wrong or was refused; nothing was done
            3    the database can't be used; nothing was changed
            4    the connection broke off, or the command failed after a part of its work
            70   the tool failed, or its output can't be written
            130  cancelled (Ctrl-C, SIGTERM, SIGHUP)
        """;

    public static RootCommand Create()
    {
        var root = new RootCommand(Description)
        {
            MigrateCommand.Create(),
            ClientCommands.Create(),
            DeploymentCommands.Create(),
            SessionCommands.Create(),
            KeyCommands.Create(),
            TokenCommands.Create(),
            CleanupCommand.Create(),
            DoctorCommand.Create(),
            BackupCommand.Create(),
            CopyCommand.Create(),
            GlobalOptions.Connection,
            GlobalOptions.Schema,
            GlobalOptions.Json,
            GlobalOptions.Verbose,
        };
        root.HelpName = "lti-storage";
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
