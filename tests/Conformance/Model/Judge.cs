namespace Lti.Storage.Conformance.Model;

/// <summary>Returns the model after a step, or null if the contract does not allow the step's answer.</summary>
/// <param name="before">The model before the step.</param>
internal delegate StorageModel? Judge(StorageModel before);
