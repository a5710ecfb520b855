using Microsoft.Extensions.Options;

namespace Lti.Storage.Hosting.Internal.Options;

[OptionsValidator]
internal sealed partial class CleanupOptionsValidator : IValidateOptions<CleanupOptions>
{
    public static CleanupOptions Checked(CleanupOptions options)
    {
        var result = new CleanupOptionsValidator().Validate(name: null, options);
        return result.Failed
            ? throw new OptionsValidationException(nameof(CleanupOptions), typeof(CleanupOptions), result.Failures)
            : options;
    }
}
