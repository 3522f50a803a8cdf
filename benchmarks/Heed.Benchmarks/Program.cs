using Heed.Benchmarks;

return BenchmarkTool.Run(args);
