using Microsoft.Extensions.Options;

namespace Lti.Storage.Hosting.Internal.Options;

[OptionsValidator]
internal sealed partial class CleanupOptionsValidator : IValidateOptions<CleanupOptions>;
