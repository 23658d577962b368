"""The main job on made-up traffic: a stage, a play at a pace that eyes can follow, and what came of it."""
