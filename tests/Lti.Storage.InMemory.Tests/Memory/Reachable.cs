using System.Reflection;

namespace Lti.Storage.InMemory.Tests.Memory;

/// <summary>Finds the objects that a storage still references.</summary>
internal static class Reachable
{
    /// <summary>Counts the reachable strings and objects of the library.</summary>
    public static int Count(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<object>([root]);
        var count = 0;
        while (pending.TryPop(out var found))
        {
            if (found is Delegate or Type or Pointer || !seen.Add(found))
            {
                continue;
            }

            count += found is string || IsOurs(found.GetType()) ? 1 : 0;
            foreach (var next in ReferencesOf(found))
            {
                pending.Push(next);
            }
        }

        return count;
    }

    private static bool IsOurs(Type type) => type.Assembly.GetName().Name!.StartsWith("Lti.Storage", StringComparison.Ordinal);

    private static IEnumerable<object> ReferencesOf(object found)
    {
        if (found is string)
        {
            return [];
        }

        return found is Array array
            ? array.GetType().GetElementType()!.IsPrimitive ? [] : array.Cast<object?>().OfType<object>()
            : FieldsOf(found.GetType()).Select(field => field.GetValue(found)).OfType<object>();
    }

    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (var current = type; current is not null && !current.IsPrimitive; current = current.BaseType)
        {
            foreach (var field in current.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer && !field.FieldType.IsPrimitive)
                {
                    yield return field;
                }
            }
        }
    }
}
