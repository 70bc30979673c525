Console.WriteLine("gmpsim");
