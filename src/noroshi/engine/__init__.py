"""A run: batches in, detections out, in intervals of the data's own time."""
