// For people who look. A real tool has its own start.
using Lti.Storage;
using Microsoft.Extensions.Options;
using QuickStart;
using QuickStart.Commands;

// Without arguments it runs a small LTI 1.3 tool and a simulated platform on http://localhost:5080.
// The commands replay <folder> and register <folder> play launches and registrations from files.
switch (args)
{
    case ["--help" or "-h" or "help", ..] or ["replay" or "register", "--help" or "-h"]:
        Console.WriteLine(Usage.Text);
        return 0;
    case ["replay", .. var rest]:
        return await FolderCommand.RunAsync<FileReplay>(
            "replay", rest, WebApplication.CreateBuilder().Configuration, Console.Out, Console.Error, CancellationToken.None);
    case ["register", .. var rest]:
        return await FolderCommand.RunAsync<FileRegistration>(
            "register", rest, WebApplication.CreateBuilder().Configuration, Console.Out, Console.Error, CancellationToken.None);
    case [var unknown, ..] when !unknown.StartsWith("--", StringComparison.Ordinal):
        await Console.Error.WriteLineAsync($"There is no command '{unknown}'.\n\n{Usage.Text}");
        return 2;
    default:
        try
        {
            var app = QuickStartApp.Create(args);
            QuickStartApp.PrintPlaces(app);
            await app.RunAsync();
            return 0;
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync($"The web application could not start: {e.Message} Choose another address with --urls.");
            return 1;
        }
        catch (RequestRefusedException e)
        {
            await Console.Error.WriteLineAsync($"A setting can't be used: {e.Message}");
            return 2;
        }
        catch (Exception e) when (e is LtiStorageException or OptionsValidationException)
        {
            await Console.Error.WriteLineAsync($"The database can't be used: {e.Message}");
            return 3;
        }
}
