using Microsoft.Extensions.Options;

namespace Lti.Storage.Internal;

/// <summary>Checks options where no container does.</summary>
internal static class OptionsCheck
{
    /// <summary>Returns the options.</summary>
    /// <exception cref="OptionsValidationException">An option can't be used; the message says what is allowed.</exception>
    public static T Require<T>(this IValidateOptions<T> validator, T options)
        where T : class
    {
        var result = validator.Validate(name: null, options);
        return result.Failed ? throw new OptionsValidationException(typeof(T).Name, typeof(T), result.Failures) : options;
    }
}
