// dotnet run --project docs/site [-- --output DIR]: the site from the Markdown of docs, into artifacts/site if nothing else is said.
using Heed.Site;

if (args is not ([] or ["--output", _]))
{
    Console.Error.WriteLine("Expected nothing or --output DIR.");
    return 2;
}

try
{
    var output = Path.GetFullPath(args is [_, var folder] ? folder : Path.Combine("artifacts", "site"));
    var pages = SiteBuilder.Build(SiteBuilder.FindRepository(Environment.CurrentDirectory), output);
    Console.WriteLine($"{pages} pages; begin at {Path.Combine(output, "index.html")}");
    return 0;
}
catch (SiteException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 2;
}
