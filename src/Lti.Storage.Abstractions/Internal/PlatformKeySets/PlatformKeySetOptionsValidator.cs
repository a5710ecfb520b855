using Microsoft.Extensions.Options;

namespace Lti.Storage.Internal.PlatformKeySets;

[OptionsValidator]
internal sealed partial class PlatformKeySetOptionsValidator : IValidateOptions<PlatformKeySetOptions>;
