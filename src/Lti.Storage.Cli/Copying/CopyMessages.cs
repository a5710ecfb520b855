namespace Lti.Storage.Cli.Copying;

/// <summary>The messages of a copy that is refused or interrupted.</summary>
internal static class CopyMessages
{
    public const string Incomplete = "The copy is not complete. Run it again: it goes on with the rows that are missing.";

    public const string Kept = "The rows that were copied stay in the target.";

    /// <summary>A row collides with one that has another key.</summary>
    public static AnswerException Collision(CopiedTable table) => new(table.IsRing
        ? "A program has made a tool key in the target during the copy. No tool key was copied. "
            + "Stop the programs, and copy to a database without tool keys."
        : "Both databases have the same client, deployment or login under different ids. "
            + "Compare them with lti-storage clients list, and remove one.");

    /// <summary>The target has a ring of its own, or has changed the source's.</summary>
    public static AnswerException OtherRing() => new(
        "The target has tool keys of its own, or has changed the source's. Two rings can't become one: exactly one key may sign. "
            + "Nothing was copied. Give a target without tool keys. --merge does not change this.");

    public static AnswerException OtherRows(CopiedTable table) => new(
        $"The target holds {table.Name} that the source does not have. Nothing was copied. "
            + "Give an empty target, or --merge to keep its rows beside the source's.");

    public static AnswerException OtherValues(CopiedTable table) => new(
        $"The target holds {table.Name} with the source's ids and other values. Nothing was copied. "
            + "Give an empty target, or --merge to keep the target's values.");

    public static AnswerException Unequal(CopiedTable table) => new(
        $"After the copy, {table.Name} of the target differ from the source's. "
            + "A program may use the target. Stop it and run the copy again.");
}
