"""The Python half of Zooport: finds a trained network, runs it in its own framework, saves its weights anew.

Plain Python 3.8 and, until a framework is needed, nothing but numpy. The same sources are sent into any kernel under a
private name and are imported from the wheel as ``zooport.kernel``; therefore only relative imports here.
"""
