// Engines, applications and their time-outs share two processors: together they would disturb each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
