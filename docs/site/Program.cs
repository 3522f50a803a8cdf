// dotnet run --project docs/site [-- --output DIR]: the site from the Markdown of docs, into artifacts/site if nothing else is said.
// dotnet run --project docs/site -- --program PAGE --output FILE: the code of a page of the course, to be run and changed.
using Heed.Site;

try
{
    var repository = SiteBuilder.FindRepository(Environment.CurrentDirectory);
    switch (args)
    {
        case []:
            Build(Path.Combine(repository, "artifacts", "site"));
            return 0;
        case ["--output", var folder]:
            Build(folder);
            return 0;
        case ["--program", var page, "--output", var file]:
            PageProgram.Write(repository, page, file);
            Console.WriteLine("Written. To run it, with its pictures beside it:");
            if (Path.GetDirectoryName(file) is { Length: > 0 } place)
            {
                Console.WriteLine($"  cd {place}");
            }

            Console.WriteLine($"  dotnet run {Path.GetFileName(file)}");
            return 0;
        default:
            Console.Error.WriteLine("Expected --output DIR, or --program PAGE --output FILE, or nothing.");
            return 2;
    }

    void Build(string folder)
    {
        var output = Path.GetFullPath(folder);
        Console.WriteLine($"{SiteBuilder.Build(repository, output)} pages; begin at {Path.Combine(output, "index.html")}");
    }
}
catch (SiteException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 2;
}
