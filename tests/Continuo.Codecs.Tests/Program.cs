using Continuo.Codecs.Tests.SoundFiles;

return args is [ChildRecorder.Verb, ..]
    ? ChildRecorder.Run(args)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
