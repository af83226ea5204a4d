from fastapi import FastAPI

from planner.routers import documents, projects

app = FastAPI(title="Planner")
app.include_router(projects.router, prefix="/api")
app.include_router(documents.router, prefix="/api")
