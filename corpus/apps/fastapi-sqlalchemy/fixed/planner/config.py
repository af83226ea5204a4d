from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str = "postgresql+asyncpg://localhost/planner"
    jwt_secret: str = "change-me"
    jwt_algorithm: str = "HS256"


settings = Settings()
