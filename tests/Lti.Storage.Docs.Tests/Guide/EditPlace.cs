namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Tells where the text of an edit goes.</summary>
internal enum EditPlace
{
    /// <summary>The text is the whole file.</summary>
    WholeFile,

    /// <summary>The text goes to the end of the file.</summary>
    End,

    /// <summary>The text goes above a line.</summary>
    Above,

    /// <summary>The text replaces a line.</summary>
    InPlaceOf,
}
