using Heed.Cli;

return await HeedTool.RunAsync(args).ConfigureAwait(false);
