using System.Reflection;

namespace Lti.Storage.Caching.Tests;

/// <summary>Holds every lock that can be reached from an object through its references.</summary>
/// <remarks>
/// Another thread that takes one of the locks waits until this object is disposed on the thread that made it. Locks that another thread
/// holds are skipped.
/// </remarks>
internal sealed class HeldLocks : IDisposable
{
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<object> _open = [];
    private readonly Stack<Action> _releases = [];

    public HeldLocks(object root)
    {
        Open(root);
        while (_open.TryPop(out var next))
        {
            Hold(next);
            OpenFieldsOf(next);
        }
    }

    /// <summary>How many locks are held.</summary>
    public int Count => _releases.Count;

    public void Dispose()
    {
        while (_releases.TryPop(out var release))
        {
            release();
        }
    }

    private void Hold(object target)
    {
        if (target is Lock lightweight)
        {
            if (lightweight.TryEnter())
            {
                _releases.Push(lightweight.Exit);
            }
        }
        else if (!target.GetType().IsValueType && Monitor.TryEnter(target))
        {
            _releases.Push(() => Monitor.Exit(target));
        }

        if (target is SemaphoreSlim semaphore && semaphore.Wait(0))
        {
            _releases.Push(() => semaphore.Release());
        }
    }

    private void OpenFieldsOf(object target)
    {
        if (target is Array array)
        {
            foreach (var element in array)
            {
                Open(element);
            }

            return;
        }

        for (var type = target.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer && !field.FieldType.IsPrimitive)
                {
                    Open(field.GetValue(target));
                }
            }
        }
    }

    // Types, methods, threads, strings and timers belong to the whole process.
    private void Open(object? target)
    {
        if (target is not (null or string or MemberInfo or Assembly or Module or Thread or ITimer)
            && !target.GetType().IsPrimitive
            && !IsOfPrimitives(target)
            && (target.GetType().IsValueType || _seen.Add(target)))
        {
            _open.Push(target);
        }
    }

    private static bool IsOfPrimitives(object target) => target is Array && target.GetType().GetElementType()!.IsPrimitive;
}
