"""What is ranked and by what: a study read from its files, checked, and laid out as cells."""
