using Microsoft.Extensions.Options;

namespace Lti.Storage.Internal.AccessTokens;

[OptionsValidator]
internal sealed partial class AccessTokenOptionsValidator : IValidateOptions<AccessTokenOptions>;
