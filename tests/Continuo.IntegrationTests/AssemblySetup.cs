// Each test class runs a server of its own and listens in real time: together they would disturb each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
