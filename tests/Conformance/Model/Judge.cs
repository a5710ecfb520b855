namespace Lti.Storage.Conformance.Model;

/// <summary>What is stored after a step that got the answer it did, or null if the contract does not allow that answer here.</summary>
/// <param name="before">What was stored before it.</param>
internal delegate StorageModel? Judge(StorageModel before);
