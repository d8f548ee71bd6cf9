"""Where runs are solved: threads, pools of processes, a Dask cluster."""
