using Microsoft.Extensions.Options;

namespace Lti.Storage.Caching.Internal.Options;

[OptionsValidator]
internal sealed partial class CachingOptionsValidator : IValidateOptions<CachingOptions>;
