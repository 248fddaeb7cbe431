"""The questions of the command line for programs that talk by the Model Context Protocol."""
