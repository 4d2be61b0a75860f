"""Small stories played through the real models and actions: a scenario sets a stage, lets events happen and asks."""
