using Microsoft.Extensions.Options;

namespace Lti.Storage.Internal;

/// <summary>Checks options without a container.</summary>
internal static class OptionsCheck
{
    /// <summary>Returns the options if they are valid.</summary>
    /// <exception cref="OptionsValidationException">An option is out of its range. The message names the range.</exception>
    public static T Require<T>(this IValidateOptions<T> validator, T options)
        where T : class
    {
        var result = validator.Validate(name: null, options);
        return result.Failed ? throw new OptionsValidationException(typeof(T).Name, typeof(T), result.Failures) : options;
    }
}
